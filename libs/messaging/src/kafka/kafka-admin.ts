import type { Admin, Kafka } from 'kafkajs';
import type { LogEnds, TopicPartition } from '../event-log.port.js';
import { within } from '../pace.js';
import { checkTopics } from './kafka-topics.js';

const CLOSE_WITHIN_MS = 500;

/** The questions that are asked of the cluster itself, over one connection that is made anew after a failure. */
export class KafkaAdmin {
  readonly #kafka: Kafka;
  #connected?: Promise<Admin>;

  constructor(kafka: Kafka) {
    this.#kafka = kafka;
  }

  async clusterId(): Promise<string> {
    const { clusterId } = await this.#ask((admin) => admin.describeCluster());
    return clusterId;
  }

  checkTopics(topics: readonly string[]): Promise<void> {
    return this.#ask((admin) => checkTopics(admin, topics));
  }

  /** The ends of the logs; rejects when one of the partitions does not exist. */
  async ends(partitions: readonly TopicPartition[]): Promise<LogEnds[]> {
    const topics = [...new Set(partitions.map((one) => one.topic))];
    const offsets = await Promise.all(
      topics.map(async (topic) => [topic, await this.#offsets(topic)] as const),
    );
    const byTopic = new Map(offsets);
    return partitions.map(({ topic, partition }) => {
      const found = byTopic.get(topic)?.find((one) => one.partition === partition);
      if (!found) throw new Error(`Topic ${topic} has no partition ${partition}.`);
      return { topic, partition, low: BigInt(found.low), high: BigInt(found.high) };
    });
  }

  async isReachable(): Promise<boolean> {
    try {
      await this.clusterId();
      return true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    const connected = this.#connected;
    this.#connected = undefined;
    const closed = connected?.then((admin) => admin.disconnect()).catch(() => undefined);
    // With the cluster away kafkajs goes on trying for a while.
    if (closed) await within(CLOSE_WITHIN_MS, closed);
  }

  #offsets(topic: string): Promise<{ partition: number; low: string; high: string }[]> {
    return this.#ask((admin) => admin.fetchTopicOffsets(topic));
  }

  async #ask<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    const connected = (this.#connected ??= this.#connect());
    try {
      return await question(await connected);
    } catch (error) {
      if (this.#connected === connected) this.#connected = undefined;
      void connected.then((admin) => admin.disconnect()).catch(() => undefined);
      throw error;
    }
  }

  async #connect(): Promise<Admin> {
    const admin = this.#kafka.admin();
    await admin.connect();
    return admin;
  }
}
