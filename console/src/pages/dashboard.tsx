import { Empty, PageHead } from '../ui/surfaces.tsx';

export default function Dashboard() {
  return (
    <>
      <PageHead title="Dashboard" about="What runs, and what needs you." />
      <Empty title="Quiet line">Upload a file of sensor readings to start the main job.</Empty>
    </>
  );
}
