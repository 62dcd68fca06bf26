import type { Architecture } from '@signalbox/runtime';

/** What each architecture's models are called, and what they are for. */
const FAMILIES: Record<Architecture, { name: string; purpose: string }> = {
  lstm_autoencoder: { name: 'Aether', purpose: 'Anomaly Detector' },
  gru_predictor: { name: 'Chronos', purpose: 'Failure Predictor' },
  sentinel: { name: 'Argus', purpose: 'Health Sentinel' },
};

const LONGEST_NAME = 200;

/** `Aether -- Warren AHU-1 Sensors Anomaly Detector` */
export function modelName(architecture: Architecture, datasetName: string): string {
  const { name, purpose } = FAMILIES[architecture];
  const room = LONGEST_NAME - name.length - purpose.length - 5;
  return `${name} -- ${shorten(datasetName, room)} ${purpose}`;
}

/**
 * A file name for a model: `warren-ahu-1-sensors-aether-5e6f7a8b9c0d.axonml`. Letters, digits and dashes only, so it is
 * safe in a header, a shell and on every file system; the id keeps it apart from its namesakes.
 */
export function modelFileName(architecture: Architecture, datasetName: string, modelId: string): string {
  const slug = datasetName
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  const family = FAMILIES[architecture].name.toLowerCase();
  const id = modelId.replace(/^mdl_/, '').replace(/[^A-Za-z0-9]/g, '');
  return `${[slug, family, id].filter(Boolean).join('-')}.axonml`;
}

function shorten(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
