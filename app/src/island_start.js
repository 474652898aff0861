async (js, wasm) => {
  const mod = await import(js);
  await mod.default({ module_or_path: wasm });
  mod.hydrate();
  // The order of the document: an outer island makes the place of an inner one.
  for (const island of document.querySelectorAll("leptos-island")) {
    await mod[island.dataset.component]?.(island);
  }
}
