/* The reference stood at /docs before: a link into it goes on to where it stands now. */
if (/^#(?:tag|model|webhook|description|api-)/.test(location.hash))
  location.replace(`/docs/reference${location.hash}`);
