/** An entry's details as people read them: `name: value` for each field; other JSON, or no JSON, as it stands. */
export function detailsText(details: string): string {
  const value = parse(details);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return details;
  return Object.entries(value)
    .map(([name, field]) => `${name}: ${typeof field === 'string' ? field : JSON.stringify(field)}`)
    .join(' · ');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
