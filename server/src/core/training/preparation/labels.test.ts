import assert from 'node:assert/strict';
import test from 'node:test';
import { chooseLabel, isNormal, tellsApart, useOf } from './labels.ts';

test('annotations are no sensors, whatever their spelling', () => {
  for (const name of ['anomaly', 'Is_Anomaly', 'LABELS', 'ground truth', 'change-point', 'fault']) {
    assert.equal(useOf(name), 'annotation', name);
  }
  for (const name of ['target', 'Class', 'y', 'outcome']) assert.equal(useOf(name), 'maybe-label', name);
  for (const name of ['supply_temp', 'x', 'z', 'fault_current', 'labelled_pressure'])
    assert.equal(useOf(name), 'sensor');
});

test('values tell rows apart when exactly one of them means normal', () => {
  const yes = [
    ['0', '1'],
    ['false', 'true'],
    ['normal', 'leak', 'stuck'],
    ['0', '7'],
  ];
  const no = [['0'], ['1'], [], ['1', '-1'], ['0', '1', '2'], ['a', 'b'], ['0', 'false']];
  for (const values of yes) assert.equal(tellsApart(new Set(values)), true, String(values));
  for (const values of no) assert.equal(tellsApart(new Set(values)), false, String(values));
  assert.equal(tellsApart(undefined), false);
});

test('the label is the first in the order of preference that tells rows apart; change points never are', () => {
  const both = new Set(['0', '1']);
  const columns = (names: Record<string, Set<string>>) => new Map(Object.entries(names));
  assert.equal(chooseLabel(columns({ changepoint: both })), undefined);
  assert.equal(chooseLabel(columns({ y: both, label: both, anomaly: new Set(['0']) })), 'label');
  assert.equal(chooseLabel(columns({ fault: both, Anomaly: both })), 'Anomaly');
  assert.equal(chooseLabel(columns({ target: new Set(['21.5', '22']) })), undefined);
});

test('a missing label means normal', () => {
  for (const value of ['', ' ', '0', '0.0', 'False', 'NORMAL']) assert.equal(isNormal(value), true, value);
  for (const value of ['1', 'true', 'leak', '-1']) assert.equal(isNormal(value), false, value);
});
