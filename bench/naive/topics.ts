import { SECTIONS, type SectionName, type ServiceName } from '@app/contracts';

/** One for each topic of ours, with the same writer and the same readers. */
export const SUBMITTED_TOPIC = 'naive.applications.application';
export const CASE_TOPIC = 'naive.life-events.case';
export const taskTopic = (section: SectionName): string => `naive.${section}.task`;
export const statusTopic = (section: SectionName): string => `naive.${section}.status`;

/** What each service reads. */
export const topicsReadBy = (service: ServiceName): string[] => {
  const section = SECTIONS.find((one) => one === service);
  if (section !== undefined) return [taskTopic(section)];
  return service === 'applications'
    ? [CASE_TOPIC]
    : [SUBMITTED_TOPIC, ...SECTIONS.map(statusTopic)];
};

export const NAIVE_TOPICS: readonly string[] = [
  SUBMITTED_TOPIC,
  ...SECTIONS.map(taskTopic),
  ...SECTIONS.map(statusTopic),
  CASE_TOPIC,
];
