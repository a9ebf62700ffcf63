import { expect, it } from 'vitest';
import { parameterKind, parameterTrouble } from './parameter-kind.ts';

it.each([
  ['String', ''],
  ['UInt8', '255'],
  ['Int64', '-9223372036854775808'],
  ['UInt256', '115792089237316195423570985008687907853269984665640564039457584007913129639935'],
  ['Float64', '-1.5e3'],
  ['Decimal(10, 2)', '.5'],
  ['Bool', 'true'],
  ['Date', '2024-02-29'],
  ['DateTime', '2026-01-31 12:00:00'],
  ["DateTime64(3, 'UTC')", '2026-01-31T12:00:00.123'],
  ['DateTime', '1700000000'],
  ['UUID', '61f0c404-5cb3-11e7-907b-a6006ad3dba0'],
  ['Array(UInt8)', '[1, 2]'],
  ['Map(String, UInt8)', "{'a': 1}"],
  ['Nullable(UInt8)', '\\N'],
  ["Enum8('a' = 1, 'b c' = 2)", 'b c'],
  ['Identifier', 'seq'],
  ['IPv4', '127.0.0.1'],
])('%s takes %j', (type, value) => {
  expect(parameterTrouble(value, type)).toBeNull();
});

it.each([
  ['UInt8', '256', 'Needs a number from 0 to 255.'],
  ['UInt8', '-1', 'Needs a number from 0 to 255.'],
  ['Int8', '1.5', 'Needs a whole number.'],
  ['Float64', 'many', 'Needs a number, such as 1.5.'],
  ['Date', '2025-02-29', 'Needs a day, such as 2026-01-31.'],
  ['DateTime', '2026-01-31 25:00', 'Needs a time, such as 2026-01-31 12:00:00.'],
  ['Bool', 'yes', 'Needs true or false.'],
  ['UUID', '1234', 'Needs a UUID.'],
  ['Array(String)', 'a', "Needs a list in brackets, such as ['a', 'b']."],
  ['FixedString(2)', 'äa', 'At most 2 bytes.'],
  ["Enum8('a' = 1)", 'b', 'Needs one of the names of its type.'],
  ['UInt8', ' ', 'Needs a value.'],
])('%s does not take %j: %s', (type, value, trouble) => {
  expect(parameterTrouble(value, type)).toBe(trouble);
});

it('a parameter that nobody filled in needs a value, save a text', () => {
  expect(parameterTrouble(undefined, 'UInt8')).toBe('Needs a value.');
  expect(parameterTrouble(undefined, 'String')).toBeNull();
});

it('fields know their choices', () => {
  expect(parameterKind("Enum8('a' = 1, 'it\\'s' = 2)").choices).toEqual(['a', "it's"]);
  expect(parameterKind('Nullable(Bool)').choices).toEqual(['true', 'false']);
  expect(parameterKind('Array(UInt8)').hint).toBe('[1, 2, 3]');
});
