// What a sheet says now, and what it said before. Pure.
import type { AssessmentAnswer, AssessmentQuestion } from '../../wire/protocol';

/** The answer that holds; null where there is none, or it was taken back. */
export function holding(answers: readonly AssessmentAnswer[], key: string): AssessmentAnswer | null {
  const last = answers.findLast((one) => one.key === key);
  return last?.value ? last : null;
}

/** What was answered before, the newest first, without what was taken back. */
export function before(answers: readonly AssessmentAnswer[], key: string): AssessmentAnswer[] {
  const all = answers.filter((one) => one.key === key);
  return all.slice(0, -1).filter((one) => one.value).toReversed();
}

/** The questions that have no answer. */
export function unanswered(
  questions: readonly AssessmentQuestion[],
  answers: readonly AssessmentAnswer[],
): AssessmentQuestion[] {
  return questions.filter((one) => !holding(answers, one.key));
}

/** Where to go on: the first question without an answer, or past the last one. */
export function resumeAt(
  questions: readonly AssessmentQuestion[],
  answers: readonly AssessmentAnswer[],
): number {
  const at = questions.findIndex((one) => !holding(answers, one.key));
  return at < 0 ? questions.length : at;
}
