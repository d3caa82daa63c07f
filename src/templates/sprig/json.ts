import { Fault } from '../fault.ts';
import { type JsonStyle, parseJson, printJson } from '../json.ts';
import { fn } from '../signature.ts';
import type { FunctionMap, Value } from '../values.ts';

const compact: JsonStyle = { escapeHtml: true };
const pretty: JsonStyle = { escapeHtml: true, indent: '  ' };
const raw: JsonStyle = { escapeHtml: false };

/** Sprig's JSON. Without `must`, what does not work gives nothing instead of a fault. */
export const jsonFunctions: FunctionMap = {
  fromJson: fn(['string'], (text) => quietly(() => parseJson(text), null)),
  mustFromJson: fn(['string'], parseJson),
  toJson: fn(['any'], (value) => quietly(() => printJson(value, compact), '')),
  mustToJson: fn(['any'], (value) => printJson(value, compact)),
  toPrettyJson: fn(['any'], (value) => quietly(() => printJson(value, pretty), '')),
  mustToPrettyJson: fn(['any'], (value) => printJson(value, pretty)),
  toRawJson: fn(['any'], (value) => printJson(value, raw)),
  mustToRawJson: fn(['any'], (value) => printJson(value, raw)),
};

/** What `work` gives, or the fallback where it ends with a Fault. */
function quietly(work: () => Value, fallback: Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof Fault) return fallback;
    throw error;
  }
}
