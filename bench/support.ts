/** As the administrator the bench's server was started with. */
export async function logIn(server: string, password: string) {
  const answer = await fetch(`${server}/ml/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password }),
  });
  return (await answer.json()) as {
    token: string;
    user: { id: string; username: string; email: string; role: string };
  };
}

/** The value that a share of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] as number;
}
