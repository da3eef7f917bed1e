// Plain strokes on a 24 by 24 field.

export const STROKES = {
  back: 'M15 5l-7 7 7 7',
  forward: 'M9 5l7 7-7 7',
  down: 'M12 5v14M6 13l6 6 6-6',
  up: 'M12 19V5M6 11l6-6 6 6',
  cross: 'M6 6l12 12M18 6L6 18',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  dots: 'M5 12h.01M12 12h.01M19 12h.01',
  reply: 'M10 7l-5 5 5 5M5 12h9a5 5 0 0 1 5 5v1',
  send: 'M12 19V5M6 11l6-6 6 6',
  flag: 'M5 21V4M5 4h11l-2 4 2 4H5',
  bin: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  clock: 'M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM14.5 12a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0',
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M5.5 11h13v9h-13z',
  lamp: 'M9 3h6l4 9H5zM12 12v8M8 20h8',
  talk: 'M4 5h16v11H11l-5 4v-4H4z',
  leaf: 'M5 19c0-9 5-14 14-14 0 9-5 14-14 14zm0 0c3-5 6-7 9-9',
  heart: 'M12 20S4 15 4 9.5A4.3 4.3 0 0 1 12 7a4.3 4.3 0 0 1 8 2.5C20 15 12 20 12 20z',
  hands: 'M3 12l4-5 4 2 2-2 4 1 4 4M7 15l3 3M11 9l-2 3a1.6 1.6 0 0 0 2.6 1.8L13 12l5 4.5M9.5 16.5l2 2M13 17l1.5 1.5',
  sliders: 'M4 7h9M18 7h2M15.5 4.5v5M4 12h2M11 12h9M8.5 9.5v5M4 17h9M18 17h2M15.5 14.5v5',
  inbox: 'M4 13l3-8h10l3 8v6H4zM4 13h5l1 2.5h4L15 13h5',
  person: 'M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0M4.5 20c.5-4 3.5-5.5 7.5-5.5s7 1.5 7.5 5.5',
  people: 'M12 8.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0M2.5 19c.3-3.5 2.5-5 6-5s5.7 1.5 6 5M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 14.3c2 .7 3.2 2.2 3.5 4.7',
} as const;

export type IconName = keyof typeof STROKES;
