/** What the API's names are called on screen. */
export const equipment: Record<string, string> = {
  air_handler: 'Air handler',
  boiler: 'Boiler',
  pump: 'Pump',
  chiller: 'Chiller',
  fan_coil: 'Fan coil',
  steam: 'Steam system',
};

export const architectures: Record<string, { name: string; about: string }> = {
  lstm_autoencoder: { name: 'LSTM autoencoder', about: 'Learns what is normal for all sensors together.' },
  gru_predictor: { name: 'GRU predictor', about: 'Learns what readings lead up to.' },
  sentinel: { name: 'Sentinel', about: 'Judges each reading by itself; the smallest.' },
};

export const architectureName = (name: string) => architectures[name]?.name ?? name;

export const deviceNames: Record<string, string> = {
  'armv7-unknown-linux-musleabihf': 'ARM, 32-bit (armv7)',
  'aarch64-unknown-linux-musl': 'ARM, 64-bit (aarch64)',
  'x86_64-unknown-linux-musl': 'PC, 64-bit (x86_64)',
};

export const faultNames: Record<string, string> = {
  spike: 'Spikes',
  drift: 'Drifting sensors',
  stuck: 'Stuck sensors',
  swapped: 'Swapped sensors',
};
