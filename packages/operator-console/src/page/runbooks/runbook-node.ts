/** A part of a runbook as the build leaves it: a text, or an element with what is in it. */
export type RunbookNode =
  | string
  | {
      readonly tag: RunbookTag;
      readonly inside: readonly RunbookNode[];
      /** Of a link: another runbook by its name, or an address. */
      readonly to?: string;
    };

/** The elements that runbooks are made of. */
export type RunbookTag =
  | 'h2'
  | 'h3'
  | 'h4'
  | 'p'
  | 'ul'
  | 'ol'
  | 'li'
  | 'pre'
  | 'code'
  | 'strong'
  | 'em'
  | 'a'
  | 'blockquote'
  | 'table'
  | 'tr'
  | 'th'
  | 'td'
  | 'span';
