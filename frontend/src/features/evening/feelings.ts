// The words one may choose from: those of forum/checkins/feelings.py, in its order.

export const WORDS = [
  'calm',
  'glad',
  'hopeful',
  'proud',
  'curious',
  'tired',
  'restless',
  'lonely',
  'worried',
  'sad',
  'angry',
  'numb',
] as const;
