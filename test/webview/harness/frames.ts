/**
 * A message as bytes: length of its JSON, the JSON, and the numbers of its typed arrays, so that they reach the page
 * as they reach a real one.
 */
export function frame(message: unknown): Buffer {
  const arrays: Float64Array[] = [];
  const json = Buffer.from(
    JSON.stringify(message, (_, value: unknown) => {
      if (!(value instanceof Float64Array)) return value;
      arrays.push(value);
      return { $floats: value.length };
    }),
  );
  const numbers = arrays.map((array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength));
  const body = Buffer.concat([json, ...numbers]);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(json.length, 0);
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

/** The outer page: carries messages between the dashboard in its frame and the host, as the editor's window does. */
export const OUTER = `<!doctype html><html lang="en"><head><title>Window</title><style>html,body,iframe{margin:0;width:100%;height:100%;border:0;overflow:hidden;display:block}</style></head><body><iframe id="page" title="Dashboard" src="/page"></iframe><script>
const page = document.getElementById('page');
addEventListener('message', ({ data, source }) => {
  if (source === page.contentWindow) fetch('/say', { method: 'POST', body: JSON.stringify(data) });
});
(async () => {
  const { body } = await fetch('/hear');
  let rest = new Uint8Array(0);
  for await (const chunk of body) {
    const all = new Uint8Array(rest.length + chunk.length);
    all.set(rest); all.set(chunk, rest.length);
    let at = 0;
    for (;;) {
      if (all.length - at < 8) break;
      const view = new DataView(all.buffer, at);
      const [json, size] = [view.getUint32(0, true), view.getUint32(4, true)];
      if (all.length - at - 8 < size) break;
      let offset = at + 8 + json;
      const text = new TextDecoder().decode(all.subarray(at + 8, offset));
      const message = JSON.parse(text, (_, value) => {
        if (value === null || typeof value !== 'object' || value.$floats === undefined) return value;
        const bytes = all.slice(offset, (offset += 8 * value.$floats));
        return new Float64Array(bytes.buffer);
      });
      page.contentWindow.postMessage(message, '*');
      at += 8 + size;
    }
    rest = all.slice(at);
  }
})();
</script></body></html>`;
