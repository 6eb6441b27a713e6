import { parser } from 'lezer-feel';
import { RuleDataError } from '../errors.js';
import type { FeelValue } from '../engine/absent-facts.js';
import { and, known, map, not, or, type Maybe, type Tri } from '../engine/maybe.js';
import type { Cell } from '../engine/scope.js';
import { compare, type Operator } from './compare.js';

/** Where the names of a cell come from; `undefined` = there is no such name. */
export interface CellNames {
  name(name: string): Cell | undefined;
  path(somebody: string, name: string): Cell | undefined;
  /** `required("procedure-id")` */
  call(word: string, argument: string): Cell | undefined;
}

/** A node of the syntax tree (the parser's own type, which `lezer-feel` does not export by name). */
type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

const EXPRESSIONS = parser.configure({ top: 'Expression' });

type Compiler = (node: SyntaxNode, cell: Source) => Cell;

interface Source {
  readonly place: string;
  readonly text: string;
  readonly names: CellNames;
}

/**
 * Parses one FEEL cell and compiles it to a closure over true / false / unknown. The subset: literals, names, one dot,
 * `=` `!=` `<` `<=` `>` `>=`, `in ("a", "b")`, `and`, `or`, `not(…)`, `required("id")`, `date("…")`, parentheses.
 * Anything else throws a `RuleDataError` that names the place.
 */
export function compileCell(text: string, place: string, names: CellNames): Cell {
  const source: Source = { place, text, names };
  const root = EXPRESSIONS.parse(text).topNode;
  const only = root.firstChild;
  if (only === null || only.nextSibling !== null)
    return refuse(source, root, 'one expression is expected');
  return compile(only, source);
}

const COMPILERS: Readonly<Record<string, Compiler>> = {
  StringLiteral: (node, cell) => constant(stringOf(node, cell)),
  NumericLiteral: (node, cell) => constant(Number(textOf(node, cell))),
  BooleanLiteral: (node, cell) => constant(textOf(node, cell) === 'true'),
  null: () => constant(null),
  DateTimeLiteral: (node, cell) => compileDate(node, cell),
  VariableName: (node, cell) =>
    cell.names.name(textOf(node, cell)) ?? refuse(cell, node, 'nothing is called so'),
  PathExpression: (node, cell) => compilePath(node, cell),
  ParenthesizedExpression: (node, cell) => compile(inner(node, cell), cell),
  Conjunction: (node, cell) => compileJunction(node, cell, and),
  Disjunction: (node, cell) => compileJunction(node, cell, or),
  FunctionInvocation: (node, cell) => compileCall(node, cell),
  Comparison: (node, cell) => compileComparison(node, cell),
};

function compile(node: SyntaxNode, cell: Source): Cell {
  const compiler = COMPILERS[node.name];
  return compiler === undefined
    ? refuse(cell, node, `${node.name} is outside our FEEL`)
    : compiler(node, cell);
}

function compileDate(node: SyntaxNode, cell: Source): Cell {
  const found = /^date\("(\d{4}-\d{2}-\d{2})"\)$/.exec(textOf(node, cell));
  return found?.[1] === undefined
    ? refuse(cell, node, 'write date("YYYY-MM-DD")')
    : constant(found[1]);
}

function compilePath(node: SyntaxNode, cell: Source): Cell {
  const [somebody = '', name = '', ...more] = textOf(node, cell).split('.');
  const found = more.length === 0 ? cell.names.path(somebody, name) : undefined;
  return found ?? refuse(cell, node, 'nobody or nothing is called so');
}

function compileJunction(node: SyntaxNode, cell: Source, join: (...parts: Tri[]) => Tri): Cell {
  const sides = operands(node).map((side) => compile(side, cell));
  if (sides.length !== 2) return refuse(cell, node, 'two sides are expected');
  return (scope) => join(...sides.map((side) => truth(side(scope))));
}

function compileCall(node: SyntaxNode, cell: Source): Cell {
  const word = node.firstChild === null ? '' : textOf(node.firstChild, cell);
  const parameters = node.getChild('PositionalParameters');
  const argument = parameters?.firstChild ?? null;
  if (argument === null || argument.nextSibling !== null)
    return refuse(cell, node, 'one argument is expected');
  if (word === 'not') {
    const negated = compile(argument, cell);
    return (scope) => not(truth(negated(scope)));
  }
  const found = cell.names.call(word, stringOf(argument, cell));
  return found ?? refuse(cell, node, 'this cannot be called so');
}

function compileComparison(node: SyntaxNode, cell: Source): Cell {
  const operator = node.getChild('CompareOp');
  const [left, right] = operands(node);
  if (left === undefined) return refuse(cell, node, 'a left side is expected');
  const value = compile(left, cell);
  if (operator === null) return compileMembership(node, cell, value);
  if (right === undefined) return refuse(cell, node, 'a right side is expected');
  const other = compile(right, cell);
  const symbol = textOf(operator, cell) as Operator;
  return (scope) => compare(symbol, value(scope), other(scope));
}

function compileMembership(node: SyntaxNode, cell: Source, value: Cell): Cell {
  const tests = node.getChild('PositiveUnaryTests');
  if (node.getChild('in') === null || tests === null)
    return refuse(cell, node, 'write in ("a", "b")');
  const allowed = new Set(
    tests.getChildren('PositiveUnaryTest').map((test) => stringOf(test.firstChild ?? test, cell)),
  );
  return (scope) => map(value(scope), (found) => typeof found === 'string' && allowed.has(found));
}

/** A condition that is no boolean holds as little as one that is false (FEEL: null). */
function truth(value: Maybe<FeelValue>): Tri {
  return map(value, (found) => found === true);
}

function constant(value: FeelValue): Cell {
  return () => known(value);
}

const SIGNS = new Set([
  'CompareOp',
  'and',
  'or',
  'in',
  '(',
  ')',
  'PositiveUnaryTests',
  'PositiveUnaryTest',
]);

function operands(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (!SIGNS.has(child.name)) found.push(child);
  }
  return found;
}

function inner(node: SyntaxNode, cell: Source): SyntaxNode {
  return operands(node)[0] ?? refuse(cell, node, 'nothing stands in the parentheses');
}

function stringOf(node: SyntaxNode, cell: Source): string {
  if (node.name !== 'StringLiteral') return refuse(cell, node, 'a text in quotes is expected');
  return JSON.parse(textOf(node, cell)) as string;
}

function textOf(node: SyntaxNode, cell: Source): string {
  return cell.text.slice(node.from, node.to);
}

function refuse(cell: Source, node: SyntaxNode, problem: string): never {
  throw new RuleDataError(
    `${cell.place}, "${cell.text}"`,
    `${problem} at "${textOf(node, cell)}" (${node.from})`,
  );
}
