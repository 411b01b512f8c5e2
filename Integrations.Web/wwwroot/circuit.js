// Starts Blazor and brings the page back after the server was away: first the same circuit, then, if that is gone, a fresh page.
(() => {
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

  // The state is told by classes.
  const states = new MutationObserver(changes => {
    const band = changes[0].target;
    clearInterval(looking);
    if (band.classList.contains("components-reconnect-rejected")) {
      location.reload();
    } else if (band.classList.contains("components-reconnect-failed")) {
      lookEveryFewSeconds();
    }
  });

  // Going on from a page without a circuit puts another band in the place of the first.
  const watch = () => {
    states.disconnect();
    states.observe(document.getElementById("components-reconnect-modal"), { attributes: true, attributeFilter: ["class"] });
  };

  document.addEventListener("click", click => {
    if (click.target.closest("[data-reload]")) {
      // Where the person is now, and not where the first page was.
      click.preventDefault();
      location.reload();
    } else if (click.target.closest("[data-reconnect-now]")) {
      comeBack();
    }
  });

  // A socket is no entry here: an address with the connection's id is one that asks again and again, because no socket came through.
  const polls = new PerformanceObserver(list => {
    if (list.getEntries().some(entry => new URL(entry.name).pathname === "/_blazor" && new URL(entry.name).searchParams.has("id"))) {
      document.getElementById("without-socket").hidden = false;
      polls.disconnect();
    }
  });
  polls.observe({ type: "resource", buffered: true });

  watch();
  Blazor.start({
    circuit: {
      reconnectionOptions: {
        maxRetries: 12,
        retryIntervalMilliseconds: attempt => Math.min(1000 * 2 ** attempt, 10000),
      },
    },
  }).then(() => Blazor.addEventListener("enhancedload", watch));
})();
