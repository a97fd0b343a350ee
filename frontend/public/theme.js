// Runs before the first paint: the theme that was chosen here, else the system's.
(function () {
  var root = document.documentElement
  try {
    var theme = localStorage.getItem('theme')
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
  } catch { /* storage may be switched off */ }
  // the frame in index.html is the bar of every page but this one
  if (location.pathname === '/sign-in') root.dataset.page = 'sign-in'
})()
