async (js, wasm, ahead) => {
  const islands = document.querySelectorAll("[data-island]");
  // A page with nothing to wake stays as light as it came.
  if (islands.length === 0) {
    if (!ahead) return;
    const fetchAhead = () => {
      for (const href of [js, wasm]) {
        document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href }));
      }
    };
    // When the page is there and there is nothing else to do.
    const idle = window.requestIdleCallback ?? setTimeout;
    addEventListener("load", () => idle(fetchAhead));
    return;
  }
  const code = fetch(wasm);
  const mod = await import(js);
  await mod.default({ module_or_path: code });
  for (const island of islands) {
    const wake = mod[island.dataset.island];
    // Page and code come from different builds; the page works as it is.
    if (!wake) console.error(`no code for the island ${island.dataset.island}`);
    wake?.(island);
  }
}
