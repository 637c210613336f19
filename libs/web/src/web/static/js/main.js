// Everything here adds to pages that work without it.
import "./busy.js";
import "./copy.js";
import "./dialogs.js";
import "./dirty.js";
import "./keys.js";
import "./menus.js";
import "./palette.js";
import "./rows.js";
import "./stream.js";
import "./times.js";
