import { expect, test } from 'vitest';
import { door } from './cards';

test('an address as one types it', () => {
  expect(door('https://rom.example.org/i/')).toBe('rom.example.org/i');
  expect(door('http://localhost:8000/i/')).toBe('localhost:8000/i');
});
