import { describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.js';

describe('metrics', () => {
  it('count what happens to events by service and consumer', async () => {
    const metrics = new Metrics();
    metrics.messaging('resident').increment('parked', 'tasks');
    metrics.messaging('resident').increment('parked', 'tasks', 2);
    metrics.messaging('childcare').increment('parked', 'tasks');
    const text = await metrics.registry.metrics();
    expect(text).toContain(
      'madoguchi_messaging_parked_total{service="resident",consumer="tasks"} 3',
    );
    expect(text).toContain(
      'madoguchi_messaging_parked_total{service="childcare",consumer="tasks"} 1',
    );
  });

  it('are served as text that Prometheus reads', async () => {
    const answer = new Map<string, string>();
    const reply = {
      header: (name: string, value: string) => answer.set(name, value),
      send: (body: string) => answer.set('body', body),
    };
    await new Metrics({ processMetrics: true }).handler({}, reply);
    expect(answer.get('content-type')).toMatch(/^text\/plain/);
    expect(answer.get('body')).toContain('process_resident_memory_bytes');
  });
});
