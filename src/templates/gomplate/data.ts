import { Fault } from '../fault.ts';
import { type JsonStyle, printJson } from '../json.ts';
import { namespace } from '../namespace.ts';
import { notOffered } from '../not-offered.ts';
import type { TemplateOutside } from '../outside.ts';
import { adopt, toData } from '../plain.ts';
import { fn, variadic } from '../signature.ts';
import { Dict, type FunctionMap, Slice, type Value } from '../values.ts';
import { toText } from './conversion.ts';
import { printTable, tableAsRows, tableByColumn, tableByRow } from './csv.ts';

// gomplate's JSON shows that a number is a float.
const compact: JsonStyle = { escapeHtml: true, floatPoint: true };

/** gomplate's `data` and the names of its functions without it. Data sources would read the world: they are not offered. */
export function dataFunctions(outside: TemplateOutside): FunctionMap {
  const object = fn(['any'], (text) => expectMap(adopt(outside.readYaml(toText(text)))));
  const list = fn(['any'], (text) => expectList(adopt(outside.readYaml(toText(text)))));
  const data = {
    JSON: object,
    JSONArray: list,
    YAML: object,
    YAMLArray: list,
    CSV: variadic([], 'string', (...args) => tableAsRows(args)),
    CSVByRow: variadic([], 'string', (...args) => tableByRow(args)),
    CSVByColumn: variadic([], 'string', (...args) => tableByColumn(args)),
    ToCSV: variadic([], 'any', (...args) => printTable(args)),
    ToJSON: fn(['any'], (value) => printJson(value, compact)),
    ToJSONPretty: fn(['string', 'any'], (indent, value) => printJson(value, { ...compact, indent })),
    ToYAML: fn(['any'], (value) => outside.printYaml(toData(value))),
    ...notOffered(['TOML', 'ToTOML'], 'TOML is not read or written'),
  };
  return {
    data: namespace('data', data),
    json: data.JSON,
    jsonArray: data.JSONArray,
    yaml: data.YAML,
    yamlArray: data.YAMLArray,
    csv: data.CSV,
    csvByRow: data.CSVByRow,
    csvByColumn: data.CSVByColumn,
    toCSV: data.ToCSV,
    toJSON: data.ToJSON,
    toJSONPretty: data.ToJSONPretty,
    toYAML: data.ToYAML,
    ...notOffered(['toml', 'toTOML'], 'TOML is not read or written'),
    ...notOffered(
      [
        'datasource',
        'ds',
        'datasourceExists',
        'datasourceReachable',
        'defineDatasource',
        'include',
        'listDatasources',
      ],
      'data sources are not read',
    ),
  };
}

function expectMap(value: Value): Value {
  if (value === null || value === undefined) return new Dict();
  if (value instanceof Dict) return value;
  throw new Fault('the text is no map');
}

function expectList(value: Value): Value {
  if (value instanceof Slice) return value;
  throw new Fault('the text is no list');
}
