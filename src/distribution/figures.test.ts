import { expect, it } from 'vitest';
import { osg } from '../gen/proto.js';
import { encodeFigures, FIGURE_NAMES, type Figures, figureIn } from './figures.js';

it('every figure is a field of its own on the wire, and none else is there', () => {
  const figures: Figures = Object.fromEntries(FIGURE_NAMES.map((name, i) => [name, i + 1]));
  const bytes = osg.v1.Figures.encode(encodeFigures(figures)).finish();
  const read = osg.v1.Figures.decode(bytes);
  expect(FIGURE_NAMES.map((name) => figureIn(read, name))).toEqual(FIGURE_NAMES.map((_, i) => i + 1));
  const fields = Object.keys(osg.v1.Figures.toObject(new osg.v1.Figures(), { defaults: true }));
  expect(fields).toHaveLength(FIGURE_NAMES.length);
});
