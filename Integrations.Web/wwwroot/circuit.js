// Starts Blazor and brings the page back after the server was away: first the same circuit, then, if that is gone, a fresh page.
(() => {
  const band = document.getElementById("components-reconnect-modal");
  let looking = 0;

  const comeBack = async () => {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (answer.status < 500) {
        location.reload();
      }
    } catch {
      // Still away; the next look comes by itself.
    }
  };

  const lookEveryFewSeconds = () => {
    looking = setInterval(comeBack, 4000);
  };

  // The state is told by classes; both the 9.0 and the 10.0 script set them.
  new MutationObserver(() => {
    clearInterval(looking);
    if (band.classList.contains("components-reconnect-rejected")) {
      location.reload();
    } else if (band.classList.contains("components-reconnect-failed")) {
      lookEveryFewSeconds();
    }
  }).observe(band, { attributes: true, attributeFilter: ["class"] });

  // Where the person is now, and not where the first page was.
  document.querySelector("[data-reload]").addEventListener("click", click => {
    click.preventDefault();
    location.reload();
  });
  band.querySelector("[data-reconnect-now]").addEventListener("click", comeBack);

  // A socket is no entry here: an address with the connection's id is one that asks again and again, because no socket came through.
  const slow = document.getElementById("without-socket");
  const polls = new PerformanceObserver(list => {
    if (list.getEntries().some(entry => new URL(entry.name).pathname === "/_blazor" && new URL(entry.name).searchParams.has("id"))) {
      slow.hidden = false;
      polls.disconnect();
    }
  });
  polls.observe({ type: "resource", buffered: true });

  Blazor.start({
    circuit: {
      reconnectionOptions: {
        maxRetries: 12,
        retryIntervalMilliseconds: attempt => Math.min(1000 * 2 ** attempt, 10000),
      },
    },
  });
})();
