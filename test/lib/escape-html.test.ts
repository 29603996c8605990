import { expect, it } from 'vitest';
import { escapeHtml } from '../../lib/escape-html.ts';

it('escapes what ends an attribute or begins a tag or an entity, and nothing else', () => {
  expect(escapeHtml(`<img src="x" alt='a&b'>`)).toBe('&lt;img src=&quot;x&quot; alt=&#39;a&amp;b&#39;&gt;');
  expect(escapeHtml('Côte d’Ivoire')).toBe('Côte d’Ivoire');
});
