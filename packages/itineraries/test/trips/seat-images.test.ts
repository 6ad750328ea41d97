/** What the configured picture table takes and refuses; how pictures are shown is pinned by the search cases. */
import { toClassId, toOperatorId } from '@partner-gateway/twelvego-client';
import { describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { parseImageTable, toImages } from '../../src/trips/seat-images.ts';

const url = 'https://cdn.upstream.example/41.jpg';

describe('parseImageTable', () => {
  it('finds the pictures of a class of an operator, inside first', () => {
    const table = parseImageTable([
      { operatorId: 3310, classId: 41, outside: { url }, inside: { url, width: 1200, height: 800 } },
    ]);
    expect(table.find(toOperatorId(3310), toClassId(41))).toEqual([
      { url, width: 1200, height: 800, type: 'TYPE_CLASS_INSIDE' },
      { url, width: null, height: null, type: 'TYPE_CLASS_OUTSIDE' },
    ]);
    expect(table.find(toOperatorId(3311), toClassId(41))).toBeNull();
  });

  it.each([
    ['a row without a picture', [{ operatorId: 3310, classId: 41 }]],
    [
      'an address that is no web address',
      [{ operatorId: 1, classId: 1, inside: { url: 'javascript:alert(1)' } }],
    ],
    ['no list', { operatorId: 3310 }],
  ])('refuses %s', (_what, json) => {
    expect(() => parseImageTable(json)).toThrow(ZodError);
  });
});

describe('toImages', () => {
  it.each([
    ['https://cdn.upstream.example/a/77-inside.jpg', 'TYPE_CLASS_INSIDE'],
    ['https://cdn.upstream.example/a/77_Outside_2.webp?w=3#x', 'TYPE_CLASS_OUTSIDE'],
    ['https://cdn.upstream.example/a/INSIDE.png', 'TYPE_CLASS_INSIDE'],
  ])('reads the side off %s', (address, type) => {
    expect(toImages([{ url: address, width: null, height: null }])).toEqual([
      { url: address, width: null, height: null, type },
    ]);
  });

  it.each([
    'https://cdn.upstream.example/inside/77.jpg',
    'https://cdn.upstream.example/77.jpg?side=inside',
    'https://inside.example',
  ])('shows nothing for %s, which names no side', (address) => {
    expect(toImages([{ url: address, width: null, height: null }])).toBeNull();
  });
});
