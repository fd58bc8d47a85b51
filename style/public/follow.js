// Still pages that follow what changes elsewhere: when the stream says so, the page is fetched once more, and its parts that
// are marked take the place of the old ones. Without this script a page shows what was when it was opened.
const { stream, topic } = document.currentScript.dataset;
let looking = false;
let again = false;

async function look() {
  again = looking || document.hidden;
  if (again) return;
  looking = true;
  try {
    const answer = await fetch(location.href, { cache: "no-store", headers: { accept: "text/html" } });
    if (answer.ok && !answer.redirected) {
      show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    }
  } catch {
    // The server is away. When its stream is back, there is another look.
  }
  looking = false;
  if (again) look();
}

function show(page) {
  for (const fresh of page.querySelectorAll("[data-follow]")) {
    const old = document.getElementById(fresh.id);
    if (!old || old.isEqualNode(fresh)) continue;
    // What somebody may be typing into stays until it is about something else.
    if (old.dataset.kind && old.dataset.kind === fresh.dataset.kind) continue;
    const way = old.contains(document.activeElement) && document.activeElement.getAttribute("href");
    old.replaceWith(document.importNode(fresh, true));
    // Whoever stood on a link stands on it still.
    if (way) document.querySelector(`#${fresh.id} a[href="${CSS.escape(way)}"]`)?.focus();
  }
  const [says, said] = [page, document].map((either) => either.querySelector("[data-news]"));
  if (says && said && says.dataset.news !== said.dataset.news) {
    said.dataset.news = said.textContent = says.dataset.news;
  }
}

const source = new EventSource(stream);
let lost = false;
source.addEventListener("changed", (event) => event.data === topic && look());
source.addEventListener("ended", () => source.close());
source.addEventListener("error", () => (lost = true));
source.addEventListener("open", () => {
  if (lost) look();
  lost = false;
});
document.addEventListener("visibilitychange", () => again && look());
