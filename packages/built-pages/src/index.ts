/** Built pages as an HTTP server gets them. */
export { type AnswerPage, createBuiltPages, type PageAnswer, type PageRequest } from './built-pages.ts';
