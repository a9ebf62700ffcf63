import { autocompletion, type Completion, type CompletionSource } from '@codemirror/autocomplete';
import { sql, SQLDialect } from '@codemirror/lang-sql';
import { type Extension } from '@codemirror/state';
import { type EditorView, hoverTooltip } from '@codemirror/view';
import { type ConsoleCatalogue } from '../../contract/console.ts';
import { completionsAt, helpAt } from './completion.ts';

/** ClickHouse's SQL as the running server speaks it: colours, completion and help. */
export function editorLanguage(catalogue: ConsoleCatalogue | null): Extension {
  const dialect = dialectOf(catalogue);
  const help = catalogue === null ? [] : [autocompletion(completing(catalogue)), helpOnHover(catalogue)];
  return [sql({ dialect, upperCaseKeywords: true }).language, help];
}

/** Enough to colour a text while the server has not said what it knows. */
const fewKeywords =
  'SELECT FROM WHERE PREWHERE GROUP BY ORDER HAVING LIMIT OFFSET WITH AS JOIN LEFT RIGHT INNER FULL CROSS ON USING UNION ALL DISTINCT INSERT INTO VALUES CREATE ALTER DROP TABLE VIEW AND OR NOT IN IS NULL LIKE BETWEEN CASE WHEN THEN ELSE END DESC ASC SETTINGS FORMAT';

/** Units of time and single letters are keywords behind INTERVAL alone; elsewhere they are names of columns. */
const plainWords =
  /^(?:\w?|(?:micro|milli|nano)?seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|dates?|times?)$/;

function dialectOf(catalogue: ConsoleCatalogue | null): SQLDialect {
  const words = catalogue === null ? fewKeywords : catalogue.keywords.join(' ');
  return SQLDialect.define({
    // The server names some keywords of several words; colours go by the word.
    keywords: [...new Set(words.toLowerCase().split(/\W+/))].filter((word) => !plainWords.test(word)).join(' '),
    types: (catalogue?.types ?? [])
      .filter((type) => /^\w+$/.test(type))
      .join(' ')
      .toLowerCase(),
    builtin: (catalogue?.functions ?? []).map(({ name }) => name.toLowerCase()).join(' '),
    backslashEscapes: true,
    hashComments: true,
    doubleDollarQuotedStrings: true,
    identifierQuotes: '`"',
    operatorChars: '*+-%<>!=&|^/~?:',
  });
}

function completing(catalogue: ConsoleCatalogue) {
  const source: CompletionSource = ({ state, pos, explicit, view }) => {
    // Whoever has gone on to another part of the page since typing wants no list over it.
    if (view?.hasFocus === false) return null;
    const found = completionsAt(state.doc.toString(), pos, { catalogue, explicit });
    if (found === null) return null;
    return { from: found.from, options: found.options.map(applied), validFor: /^[\p{L}\p{N}_]*$/u };
  };
  return { override: [source], icons: false, maxRenderedOptions: 60, activateOnTypingDelay: 60 };
}

/** A function comes with its brackets, and the cursor between them. */
function applied(option: Completion): Completion {
  if (option.type !== 'function') return option;
  return {
    ...option,
    apply(view: EditorView, completion: Completion, from: number, to: number) {
      const hasBracket = view.state.sliceDoc(to, to + 1) === '(';
      view.dispatch({
        changes: { from, to, insert: hasBracket ? completion.label : `${completion.label}()` },
        selection: { anchor: from + completion.label.length + 1 },
        userEvent: 'input.complete',
      });
    },
  };
}

function helpOnHover(catalogue: ConsoleCatalogue): Extension {
  return hoverTooltip((view, position) => {
    const help = helpAt(view.state.doc.toString(), position, catalogue);
    if (help === null) return null;
    return {
      pos: help.from,
      end: help.to,
      above: true,
      create() {
        const dom = document.createElement('div');
        dom.className = 'cm-help';
        const title = document.createElement('div');
        title.className = 'cm-help-title';
        title.textContent = help.title;
        const text = document.createElement('div');
        text.className = 'cm-help-text';
        text.textContent = help.text;
        dom.append(title, text);
        return { dom };
      },
    };
  });
}
