/** The operator's key: typed in once, kept while the tab is open, and sent in a header to the host of this page alone. */
const name = 'operator-key';

export const keptKey = (): string | null => sessionStorage.getItem(name);
export const keepKey = (key: string): void => sessionStorage.setItem(name, key);
export const forgetKey = (): void => sessionStorage.removeItem(name);
