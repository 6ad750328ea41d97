/** Code with its words marked by classes, so that no style stands in the page. */
import { createCssVariablesTheme, createHighlighterCoreSync } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import csharp from 'shiki/langs/csharp.mjs';
import go from 'shiki/langs/go.mjs';
import http from 'shiki/langs/http.mjs';
import java from 'shiki/langs/java.mjs';
import json from 'shiki/langs/json.mjs';
import php from 'shiki/langs/php.mjs';
import python from 'shiki/langs/python.mjs';
import shellscript from 'shiki/langs/shellscript.mjs';
import typescript from 'shiki/langs/typescript.mjs';
import { escapeHtml } from '../layout/html.ts';

const theme = createCssVariablesTheme({ name: 'site', variablePrefix: '--code-' });

const highlighter = createHighlighterCoreSync({
  themes: [theme],
  langs: [csharp, go, http, java, json, php, python, shellscript, typescript],
  engine: createJavaScriptRegexEngine(),
});

/** Other names of the languages, and those that are read as another. */
const namedOtherwise: Readonly<Record<string, string>> = { js: 'typescript', mjs: 'typescript' };

/** The language of a file by the end of its name. */
export const languageOf = (fileName: string): string => fileName.split('.').at(-1) ?? '';

/** `var(--code-token-keyword)` is the class `token-keyword`; what has the colour of text has none. */
const tokenHtml = ({
  content,
  color = '',
}: {
  readonly content: string;
  readonly color?: string;
}): string => {
  const [, kind] = /--code-(token-[\w-]+)/.exec(color) ?? [];
  const text = escapeHtml(content);
  return kind === undefined ? text : `<span class="${kind}">${text}</span>`;
};

/** However long it takes: on a busy machine a build would else be another one. */
const highlighted = (code: string, lang: string): string =>
  highlighter
    .codeToTokens(code, { lang, theme: 'site', tokenizeTimeLimit: 0 })
    .tokens.map((line) => line.map(tokenHtml).join(''))
    .join('\n');

const known = new Set(highlighter.getLoadedLanguages());

/** A block of code; in a language that is not known it is as it stands. */
export const codeBlock = (code: string, language = ''): string => {
  const lang = namedOtherwise[language] ?? language;
  const shown = known.has(lang) ? highlighted(code.trimEnd(), lang) : escapeHtml(code.trimEnd());
  return `<div class="code"><pre tabindex="0"><code>${shown}</code></pre></div>\n`;
};
