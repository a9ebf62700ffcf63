import type { AttributeValue, Attributes } from './otlp-record.ts';
import { BadRecord, finite, integer } from './record-facts.ts';
import { type ValueBudget, setKey } from './value-budget.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** An absent member has its default, a member of another type makes the record unreadable. */
export function objectOf(value: unknown, what: string): JsonObject {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new BadRecord(`${what} is not an object`);
  return value as JsonObject;
}

export function listOf(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new BadRecord(`${what} is not a list`);
  return value;
}

export function textOf(value: unknown, what: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new BadRecord(`${what} is not a text`);
  return value;
}

/** A 64-bit integer, which JSON writes as a number or, when it means to keep all digits, as a text. */
export function bigintOf(value: unknown, what: string): bigint {
  if (value === undefined || value === null || value === '') return 0n;
  if (typeof value === 'number' && Number.isFinite(value)) return BigInt(Math.trunc(value));
  if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) return BigInt(value);
  throw new BadRecord(`${what} is not an integer`);
}

/** A double, which JSON writes as a text when it is none that JSON has. */
export function doubleOf(value: unknown, what: string): number {
  if (typeof value === 'number') return value;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (Number.isNaN(number) && value !== 'NaN') throw new BadRecord(`${what} is not a number`);
  return number;
}

/** A member of an enum by its number, or by its name where the sender writes names. */
export function enumOf(value: unknown, names: ReadonlyMap<string, number>): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return 0;
  return names.get(value) ?? (/^\d{1,3}$/.test(value) ? Number(value) : 0);
}

/** A list of `KeyValue` as an object; of two values with one key the later one stands. */
export function attributesOf(value: unknown, budget: ValueBudget, depth = 0): Attributes {
  const attributes: Record<string, AttributeValue> = {};
  for (const pair of listOf(value, 'attributes')) {
    const { key, value: any } = objectOf(pair, 'an attribute');
    if (budget.take())
      setKey(attributes, budget.text(textOf(key, 'the key of an attribute')), anyOf(any, budget, depth));
  }
  return attributes;
}

/** An `AnyValue`: an object with one member, which is named by its type. */
export function anyOf(value: unknown, budget: ValueBudget, depth = 0): AttributeValue {
  const any = objectOf(value, 'the value of an attribute');
  for (const type in any) {
    const held = any[type];
    if (held === null || held === undefined) continue;
    switch (type) {
      case 'stringValue':
        return budget.text(textOf(held, 'a stringValue'));
      case 'boolValue':
        return held === true || held === 'true';
      case 'intValue':
        return integer(bigintOf(held, 'an intValue'));
      case 'doubleValue':
        return finite(doubleOf(held, 'a doubleValue'));
      case 'bytesValue':
        return budget.text(textOf(held, 'a bytesValue'));
      case 'arrayValue':
        return listed(objectOf(held, 'an arrayValue')['values'], budget, depth);
      case 'kvlistValue':
        return budget.mayNest(depth)
          ? attributesOf(objectOf(held, 'a kvlistValue')['values'], budget, depth + 1)
          : null;
    }
  }
  return null;
}

function listed(values: unknown, budget: ValueBudget, depth: number): AttributeValue {
  if (!budget.mayNest(depth)) return null;
  const list: AttributeValue[] = [];
  for (const value of listOf(values, 'an arrayValue')) {
    if (budget.take()) list.push(anyOf(value, budget, depth + 1));
  }
  return list;
}
