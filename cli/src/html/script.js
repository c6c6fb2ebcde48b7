'use strict';
(() => {
  const causes = [...document.querySelectorAll('.cause')];
  const form = document.querySelector('.filters');
  const fold = (text) => text.toLowerCase();

  // A row of a picture, or an address with a mark: what holds the line is opened.
  const reveal = () => {
    const found = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!found) return;
    for (let at = found.parentElement; at; at = at.parentElement) {
      if (at.tagName === 'DETAILS') at.open = true;
      if (at.hidden) at.hidden = false;
    }
    found.scrollIntoView({ block: 'nearest' });
  };
  addEventListener('hashchange', reveal);

  // What is wrong is in view when a finding is opened; the page itself stays where it is.
  const show = (cause) => {
    for (const box of cause.querySelectorAll('.entries')) {
      const marked = box.querySelector('.marked');
      if (marked) box.scrollTop = marked.offsetTop - box.clientHeight / 3;
    }
    for (const box of cause.querySelectorAll('.picture')) {
      const spot = box.querySelector('.wrong .spot');
      if (spot) box.scrollTop = spot.y.baseVal.value - box.clientHeight / 3;
    }
  };
  for (const cause of causes) {
    const details = cause.firstElementChild;
    details.addEventListener('toggle', (event) => {
      if (event.target === details && details.open) show(cause);
    });
    if (details.open) show(cause);
  }

  for (const label of document.querySelectorAll('.find')) {
    label.hidden = false;
    const input = label.querySelector('input');
    const lines = [...label.parentElement.querySelectorAll('.entries > li')];
    input.addEventListener('input', () => {
      const wanted = fold(input.value.trim());
      for (const line of lines) {
        const has = wanted !== '' && fold(line.textContent).includes(wanted);
        line.classList.toggle('hit', has);
        line.classList.toggle('miss', wanted !== '' && !has);
      }
    });
  }

  if (form) {
    form.hidden = false;
    const { kind, rule, profile, scenario, text, shown } = form.elements;
    const filter = () => {
      let many = 0;
      const name = fold(scenario.value.trim());
      const words = fold(text.value.trim());
      for (const cause of causes) {
        const of = cause.dataset;
        const fits = (!kind.value || of.kind === kind.value)
          && (!rule.value || of.rule === rule.value)
          && (!profile.value || of.profile === profile.value)
          && (!name || fold(of.scenario).includes(name))
          && (!words || fold(cause.textContent).includes(words));
        cause.hidden = !fits;
        if (fits) many += 1;
      }
      shown.value = `${many} of ${causes.length} shown`;
    };
    form.addEventListener('input', filter);
    form.addEventListener('submit', (event) => event.preventDefault());
    filter();

    addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const field = event.target.closest('input, select, textarea');
      if (event.key === 'Escape' && field) {
        if (field.tagName === 'INPUT') {
          field.value = '';
          field.dispatchEvent(new Event('input', { bubbles: true }));
        }
        field.blur();
        return;
      }
      if (field) return;
      const open = causes.filter((cause) => !cause.hidden);
      const here = open.findIndex((cause) => cause.contains(document.activeElement));
      if (event.key === '/') {
        text.focus();
      } else if (event.key === 'j' || event.key === 'k') {
        const step = event.key === 'j' ? 1 : -1;
        const next = open[here < 0 ? 0 : Math.min(Math.max(here + step, 0), open.length - 1)];
        if (!next) return;
        next.querySelector('summary').focus({ preventScroll: true });
        next.scrollIntoView({ block: 'start' });
      } else if (event.key === 'o' && here >= 0) {
        open[here].firstElementChild.open = !open[here].firstElementChild.open;
      } else {
        return;
      }
      event.preventDefault();
    });
  }

  // On paper every finding is open.
  let closed = [];
  addEventListener('beforeprint', () => {
    closed = causes.map((cause) => cause.firstElementChild).filter((details) => !details.open);
    for (const details of closed) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of closed) details.open = false;
  });
  reveal();
})();
