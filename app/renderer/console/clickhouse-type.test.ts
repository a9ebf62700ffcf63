import { expect, it } from 'vitest';
import { elementType, isNullable, isNumeric, isTemporal, parseType, plainType } from './clickhouse-type.ts';

it('a type is a name with arguments', () => {
  expect(parseType('UInt64')).toEqual({ name: 'UInt64', args: [] });
  expect(parseType('Map(String, Array(Tuple(a UInt8, b String)))')).toEqual({
    name: 'Map',
    args: ['String', 'Array(Tuple(a UInt8, b String))'],
  });
  expect(parseType("Enum8('a,)' = 1, 'it\\'s' = 2)").args).toEqual(["'a,)' = 1", "'it\\'s' = 2"]);
});

it('what wraps a type is taken off', () => {
  expect(plainType('LowCardinality(Nullable(String))').name).toBe('String');
  expect(plainType('SimpleAggregateFunction(sum, UInt64)').name).toBe('UInt64');
  expect(isNullable('LowCardinality(Nullable(String))')).toBe(true);
  expect(isNullable('Array(Nullable(String))')).toBe(false);
});

it('numbers and times are known by their types', () => {
  for (const type of ['UInt8', 'Int256', 'Float32', 'Decimal(18, 4)', 'Nullable(Decimal64(2))']) {
    expect(isNumeric(type)).toBe(true);
  }
  for (const type of ['String', 'IPv4', 'Array(UInt8)', 'Interval', 'UUID']) expect(isNumeric(type)).toBe(false);
  for (const type of ['Date', 'Date32', "DateTime('UTC')", "Nullable(DateTime64(3, 'UTC'))"]) {
    expect(isTemporal(type)).toBe(true);
  }
});

it('an element of a tuple may have a name', () => {
  expect(elementType('a UInt8')).toBe('UInt8');
  expect(elementType('`a b` Map(String, UInt8)')).toBe('Map(String, UInt8)');
  expect(elementType('UInt8')).toBe('UInt8');
});
