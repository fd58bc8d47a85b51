// Only in development: reloads the page when the server has started anew, and the style when only that has changed.
let boot;
let style;

async function look() {
  try {
    const health = await fetch("/healthz", { cache: "no-store" });
    const now = health.headers.get("x-warren-boot");
    if (boot && now && now !== boot) return location.reload();
    boot ??= now;

    const answer = await fetch("/pkg/reload.txt", { cache: "no-store" });
    const stamp = answer.ok ? await answer.text() : "";
    if (style !== undefined && stamp !== style) {
      const link = document.querySelector('link[rel="stylesheet"][href^="/pkg/warren.css"]');
      if (link) link.href = `/pkg/warren.css?${stamp}`;
    }
    style = stamp;
  } catch {
    // The server is starting; the next look will find it.
  }
  setTimeout(look, 500);
}

look();
