import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Suspended } from '../../../src/domain/effect.ts';
import { isProblem, type Problem } from '../../../src/domain/problem.ts';
import { gomplateFunctions } from '../../../src/templates/gomplate/functions.ts';
import { namespace } from '../../../src/templates/namespace.ts';
import { sprigFunctions } from '../../../src/templates/sprig/functions.ts';
import {
  hasActions,
  parseTemplate,
  renderTemplate,
  type TemplateOptions,
} from '../../../src/templates/template.ts';
import type { TemplateValue } from '../../../src/templates/values.ts';
import { outside } from './outside.ts';

const all = { ...gomplateFunctions(outside), ...sprigFunctions(outside) };
const data = { vars: { stage: 'dev', big: 9007199254740993n, huge: 1e21, count: 3, m: new Map([['a', 1]]) } };

const render = (source: string, options: Partial<TemplateOptions> = {}): string =>
  renderTemplate(source, { name: 'dev.yaml', data, functions: all, ...options });

function problemOf(source: string, options: Partial<TemplateOptions> = {}): Problem {
  try {
    render(source, options);
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error(`${source} did not fail`);
}

test('A text without actions is not touched, whatever is in it', () => {
  assert.is(render('a } b { c\n'), 'a } b { c\n');
  assert.is(hasActions('plain'), false);
  assert.is(hasActions('x {{ .y }}'), true);
  assert.is(hasActions('x {{ .y }}', ['[[', ']]']), false);
  assert.is(hasActions('x [[ .y ]]', ['[[', ']]']), true);
});

test('Integers keep all their digits, floats look as Go prints them, maps may be Maps', () => {
  assert.is(
    render('{{ .vars.big }} {{ .vars.huge }} {{ .vars.m.a }} {{ .vars.count }}'),
    '9007199254740993 1e+21 1 3',
  );
});

test('A parsed template renders for any data', () => {
  const template = parseTemplate('{{ .name | upper }}', { name: 't', functions: all });
  assert.is(template.render({ data: { name: 'a' } }), 'A');
  assert.is(template.render({ data: { name: 'b' } }), 'B');
});

test('Data are never changed, even by functions that change their map', () => {
  const own = { vars: { a: 1 } };
  assert.is(render('{{ $_ := set .vars "b" 2 }}{{ .vars.b }}', { data: own }), '2');
  assert.equal(own, { vars: { a: 1 } });
});

test('A problem names the template, the line, the column and the line of the file', () => {
  const problem = problemOf('a: 1\nb: {{ index .vars "x" "y" }}', {
    at: { file: 'stacks/dev.yaml', line: 10 },
  });
  assert.is(problem.code, 'template-invalid');
  assert.match(problem.message, /^Template dev\.yaml, line 2, column 7: index: /);
  assert.equal(problem.at, { file: 'stacks/dev.yaml', line: 11 });
});

for (const [source, expected] of [
  ['{{ uper "x" }}', /there is no function uper; did you mean upper\?/],
  ['{{ strings.ToUper "x" }}', /strings has no ToUper; did you mean ToUpper\?/],
  ['{{ nothinglikeit }}', /there is no function nothinglikeit\.$/],
  ['{{ repeat (add 1 2) "x" }}', /an int is expected, not int64 \(convert it with int\)/],
  ['{{ .vars.none | upper }}', /upper: the value is missing; a string is expected/],
  ['{{ if }}', /a value is missing in if/],
  ['{{ if .vars }}x', /an end is missing/],
  ['{{ .vars.stage', /an action is not closed/],
  ['{{ "a', /a quoted string is not closed/],
  ['{{ fail "because" }}', /because/],
] as const) {
  test(`${source} says what is wrong`, () => assert.match(problemOf(source).message, expected));
}

test('A missing key is a problem that names it only where that is asked for', () => {
  assert.is(render('{{ .vars.nope }}'), '<no value>');
  assert.match(problemOf('{{ .vars.nope }}', { missingKey: 'error' }).message, /no value for the key "nope"/);
});

test('What a function throws passes through as it is', () => {
  const thrown = new Suspended([{ type: 'exec', command: 'x', at: { file: 'f' } }]);
  const functions = {
    stop: () => {
      throw thrown;
    },
    atmos: namespace('atmos', {
      Component: () => {
        throw thrown;
      },
    }),
  };
  for (const source of [
    '{{ stop }}',
    '{{ range .vars.list }}{{ . }}{{ stop }}{{ end }}{{ stop }}',
    '{{ (atmos.Component "a" "b").vars.x }}',
  ]) {
    let caught: unknown;
    try {
      render(source, { functions });
    } catch (error) {
      caught = error;
    }
    assert.is(caught, thrown);
  }
});

test("A caller's functions take and give ordinary data", () => {
  const seen: TemplateValue[][] = [];
  const functions = {
    ask: (...args: TemplateValue[]) => {
      seen.push(args);
      return { outputs: { id: 'vpc-1', list: [1, 2.5, null] } };
    },
  };
  assert.is(
    render('{{ (ask 1 1.5 "s" .vars.m nil).outputs.id }} {{ (ask).outputs.list }}', { functions }),
    'vpc-1 [1 2.5 <nil>]',
  );
  assert.equal(seen, [[1, 1.5, 's', { a: 1 }, null], []]);
});

test("A caller's function stands before the language's own of the same name", () => {
  assert.is(render('{{ and 1 2 }}', { functions: { and: (a, b) => `${a}+${b}` } }), '1+2');
});

test('Names of the prototype are neither functions nor keys', () => {
  for (const source of ['{{ constructor }}', '{{ toString }}', '{{ strings.constructor }}']) {
    assert.is(
      problemOf(source, { functions: { strings: namespace('strings', {}) } }).code,
      'template-invalid',
    );
  }
  assert.is(render('{{ .constructor }}{{ .vars.__proto__ }}'), '<no value><no value>');
});

test('Templates of other texts can be called', () => {
  const templates = { 'names.tmpl': '{{ define "name" }}{{ .stage }}!{{ end }}' };
  assert.is(render('{{ template "name" .vars }}', { templates }), 'dev!');
});

for (const [name, source] of [
  ['a template that calls itself', '{{ define "a" }}{{ template "a" }}{{ end }}{{ template "a" }}'],
  ['a range without an end', '{{ range 1000000000000 }}{{ end }}'],
  ['more output than anyone reads', '{{ range 1000000 }}{{ repeat 1000 "x" }}{{ end }}'],
  ['a text that fills the memory', '{{ repeat 1000000000 "x" }}'],
  ['a list that fills the memory', '{{ until 1000000000 }}'],
  ['a text that doubles', '{{ $x := "x" }}{{ range 60 }}{{ $x = print $x $x }}{{ end }}'],
  ['a text that is joined', '{{ $x := repeat 60000000 "x" }}{{ join $x (list $x $x 1 2 3 4 5 6 7 8 9) }}'],
  ['a map within itself', '{{ $d := dict }}{{ $_ := set $d "d" $d }}{{ $d }}'],
  ['a map within itself, as JSON', '{{ $d := dict }}{{ $_ := set $d "d" $d }}{{ mustToJson $d }}'],
  ['parentheses without an end', `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`],
  ['branches without an end', '{{ if 1 }}'.repeat(5000) + '{{ end }}'.repeat(5000)],
] as const) {
  test(`${name} is a problem and not a crash`, () => assert.is(problemOf(source).code, 'template-invalid'));
}

for (const source of [
  '{{ genCA "a" 1 }}',
  '{{ getHostByName "a" }}',
  '{{ datasource "x" }}',
  '{{ include "x" }}',
  '{{ file.Read "x" }}',
  '{{ net.LookupIP "x" }}',
  '{{ aws.Account }}',
  '{{ crypto.RSAGenerateKey }}',
  '{{ toTOML .vars }}',
]) {
  test(`${source} is said not to be supported, by its name`, () => {
    const problem = problemOf(source, { at: { file: 'f.yaml', line: 3 } });
    assert.is(problem.code, 'construct-not-supported');
    assert.match(
      problem.message,
      /(genCA|getHostByName|datasource|include|file|net|aws|RSAGenerateKey|toTOML): not supported/,
    );
    assert.is(problem.at?.line, 3);
  });
}

for (const [source, expected] of [
  ['{{ env "GREETING" }}{{ env "NOPE" }}', 'hello'],
  [`{{ expandenv "$GREETING $\{GREETING} $NOPE." }}`, 'hello hello .'],
  ['{{ getenv "GREETING" }} {{ getenv "NOPE" "other" }}', 'hello other'],
  ['{{ now | date "2006-01-02 15:04" }}', '2024-03-10 12:00'],
  ['{{ ago (toDate "2006-01-02" "2024-03-09") }}', '36h0m0s'],
  ['{{ (time.Now).Year }} {{ time.Since (time.Parse "2006-01-02" "2024-03-10") }}', '2024 12h0m0s'],
  ['{{ uuidv4 }}', '00070e15-1c23-4a31-b83f-464d545b6269'],
  ['{{ randBytes 3 }}', 'AAcO'],
] as const) {
  test(`${source} asks the world that it is given`, () => assert.is(render(source), expected));
}

test('The time zone of the machine is the one that is said', () => {
  const berlin = { ...outside, timeZone: () => 'Europe/Berlin' };
  const functions = { ...gomplateFunctions(berlin), ...sprigFunctions(berlin) };
  assert.is(
    render('{{ date "15:04 MST -0700" 0 }} {{ now | date "15:04" }}', { functions }),
    '01:00 CET +0100 13:00',
  );
  assert.is(render('{{ (toDate "2006-01-02 15:04" "2024-07-01 12:00").Unix }}', { functions }), '1719828000');
});

test.run();
