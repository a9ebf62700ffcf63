import { acceptCompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentLess, insertTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension, Prec } from '@codemirror/state';
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  type KeyBinding,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view';
import { type ConsoleCatalogue } from '../../contract/console.ts';
import { editorLanguage } from './editor-language.ts';
import { editorTheme } from './editor-theme.ts';

/** What the keys of the editor do; each says whether it did anything. */
export interface EditorActions {
  readonly onChange: (tabId: string, text: string) => void;
  readonly runStatement: () => boolean;
  readonly runAll: () => boolean;
  readonly cancel: () => boolean;
  readonly save: () => boolean;
  readonly format: () => boolean;
  readonly help: () => boolean;
}

/** A part of the text that something is said about. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/** The editor of the console: one view, and for each tab a state with its own history of changes. */
export interface ConsoleEditor {
  readonly show: (tabId: string, text: string) => void;
  /** Another text for the shown tab, as one change that can be undone. */
  readonly replace: (text: string) => void;
  readonly insert: (text: string) => void;
  readonly text: () => string;
  readonly selection: () => { readonly from: number; readonly to: number };
  readonly mark: (marks: readonly Mark[]) => void;
  readonly goTo: (from: number) => void;
  readonly setCatalogue: (catalogue: ConsoleCatalogue | null) => void;
  readonly focus: () => void;
  readonly forget: (tabId: string) => void;
  readonly destroy: () => void;
}

/**
 * Stands in a shadow root: there CodeMirror hands its styles over as adopted style sheets, which the windows' content
 * security policy allows, while the <style> elements that it would put into the page are forbidden.
 */
export function createEditor(host: HTMLElement, actions: EditorActions): ConsoleEditor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const language = new Compartment();
  const states = new Map<string, EditorState>();
  let catalogue: ConsoleCatalogue | null = null;
  let shownId = '';
  const view = new EditorView({ root, parent: root, state: EditorState.create({}) });

  function stateOf(text: string): EditorState {
    const changes = EditorView.updateListener.of((update) => {
      if (update.docChanged) actions.onChange(shownId, update.state.doc.toString());
    });
    return EditorState.create({
      doc: text,
      extensions: [language.of(editorLanguage(catalogue)), changes, extensions(actions)],
    });
  }

  return {
    show(tabId, text) {
      if (tabId === shownId && view.state.doc.toString() === text) return;
      if (tabId === shownId) {
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
        return;
      }
      if (shownId !== '') states.set(shownId, view.state);
      shownId = tabId;
      const kept = states.get(tabId);
      view.setState(kept?.doc.toString() === text ? kept : stateOf(text));
      // A state that was set aside may know an older catalogue.
      view.dispatch({ effects: language.reconfigure(editorLanguage(catalogue)) });
    },
    replace: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    insert(text) {
      view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true });
      view.focus();
    },
    text: () => view.state.doc.toString(),
    selection: () => view.state.selection.main,
    mark(marks) {
      const end = view.state.doc.length;
      const diagnostics = marks.map(({ from, to, message }) => ({
        from: Math.min(from, end),
        to: Math.min(to, end),
        message,
        severity: 'error' as const,
      }));
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
    goTo(from) {
      const anchor = Math.min(from, view.state.doc.length);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      view.focus();
    },
    setCatalogue(next) {
      catalogue = next;
      view.dispatch({ effects: language.reconfigure(editorLanguage(catalogue)) });
    },
    focus: () => view.focus(),
    forget: (tabId) => void states.delete(tabId),
    destroy: () => view.destroy(),
  };
}

function extensions(actions: EditorActions): Extension {
  const bound: readonly KeyBinding[] = [
    { key: 'Mod-Enter', run: actions.runStatement },
    { key: 'Mod-Shift-Enter', run: actions.runAll },
    { key: 'Mod-s', run: actions.save, preventDefault: true },
    { key: 'Mod-Shift-f', run: actions.format },
    { key: 'F1', run: actions.help },
  ];
  return [
    Prec.highest(keymap.of(bound)),
    lineNumbers(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    drawSelection(),
    dropCursor(),
    EditorState.allowMultipleSelections.of(true),
    EditorView.lineWrapping,
    history(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightSelectionMatches(),
    search({ top: true }),
    placeholder('Write SQL here, or choose a query at the left.'),
    EditorView.contentAttributes.of({ 'aria-label': 'SQL', 'data-testid': 'sql', spellcheck: 'false' }),
    keymap.of([
      ...completionKeymap,
      { key: 'Tab', run: (view) => acceptCompletion(view) || insertTab(view), shift: indentLess },
      ...closeBracketsKeymap,
      ...searchKeymap,
      ...lintKeymap,
      ...historyKeymap,
      // Behind the others: Esc closes a list or a search first.
      { key: 'Escape', run: actions.cancel },
      ...defaultKeymap,
    ]),
    editorTheme(),
  ];
}
