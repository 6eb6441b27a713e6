import { describe, expect, it } from '@jest/globals';
import { noteContract } from '../testing/two-services.js';
import { notingHandler } from '../testing/noting-handler.js';
import { HandlerRegistry } from './handler-registry.js';

const contract = noteContract('madoguchi.test.registry.v1');

describe('HandlerRegistry', () => {
  it('refuses a handler that says nothing about what it consumes', () => {
    const silent = { apply: () => Promise.resolve() };
    expect(() => new HandlerRegistry('life-events', [silent])).toThrow('lacks @Consumes');
  });

  it('refuses two handlers for one type, and a type that others read', () => {
    const handlers = [notingHandler([contract]), notingHandler([contract])];
    expect(() => new HandlerRegistry('life-events', handlers)).toThrow('two handlers');
    expect(() => new HandlerRegistry('childcare', handlers)).toThrow(
      `childcare subscribes to ${contract.topic}`,
    );
  });

  it('passes what the topic holds for others, and lets wait what it does not know', () => {
    const registry = new HandlerRegistry('life-events', [notingHandler([contract])]);
    expect(registry.reactionTo(contract.topic, contract.type).to).toBe('handle');
    expect(registry.reactionTo(contract.topic, 'of.tomorrow').to).toBe('wait');
    expect(registry.reactionTo('another.topic', contract.type).to).toBe('wait');
    const cases = 'madoguchi.life-events.case.v1';
    expect(registry.reactionTo(cases, 'madoguchi.case.changed').to).toBe('pass');
    // Ours to read, and nobody here does: it must not pass unseen.
    const filings = 'madoguchi.applications.application.v1';
    expect(registry.reactionTo(filings, 'madoguchi.application.submitted').to).toBe('wait');
  });
});
