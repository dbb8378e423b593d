import arrowDownIcon from 'codicons/arrow-down.svg';
import arrowUpIcon from 'codicons/arrow-up.svg';
import beakerIcon from 'codicons/beaker.svg';
import checkIcon from 'codicons/check.svg';
import chevronDownIcon from 'codicons/chevron-down.svg';
import chevronRightIcon from 'codicons/chevron-right.svg';
import circleLargeIcon from 'codicons/circle-large.svg';
import circleSlashIcon from 'codicons/circle-slash.svg';
import closeIcon from 'codicons/close.svg';
import commentDiscussionIcon from 'codicons/comment-discussion.svg';
import copyIcon from 'codicons/copy.svg';
import debugDisconnectIcon from 'codicons/debug-disconnect.svg';
import debugRerunIcon from 'codicons/debug-rerun.svg';
import debugStopIcon from 'codicons/debug-stop.svg';
import discardIcon from 'codicons/discard.svg';
import editIcon from 'codicons/edit.svg';
import errorIcon from 'codicons/error.svg';
import exportIcon from 'codicons/export.svg';
import eyeIcon from 'codicons/eye.svg';
import fileCodeIcon from 'codicons/file-code.svg';
import fileMediaIcon from 'codicons/file-media.svg';
import filterIcon from 'codicons/filter.svg';
import folderOpenedIcon from 'codicons/folder-opened.svg';
import gitCompareIcon from 'codicons/git-compare.svg';
import goToFileIcon from 'codicons/go-to-file.svg';
import graphIcon from 'codicons/graph.svg';
import graphLineIcon from 'codicons/graph-line.svg';
import historyIcon from 'codicons/history.svg';
import infoIcon from 'codicons/info.svg';
import layersIcon from 'codicons/layers.svg';
import linkIcon from 'codicons/link.svg';
import loadingIcon from 'codicons/loading.svg';
import newFileIcon from 'codicons/new-file.svg';
import outputIcon from 'codicons/output.svg';
import packageIcon from 'codicons/package.svg';
import passIcon from 'codicons/pass.svg';
import playIcon from 'codicons/play.svg';
import playCircleIcon from 'codicons/play-circle.svg';
import pulseIcon from 'codicons/pulse.svg';
import questionIcon from 'codicons/question.svg';
import refreshIcon from 'codicons/refresh.svg';
import saveIcon from 'codicons/save.svg';
import screenFullIcon from 'codicons/screen-full.svg';
import screenNormalIcon from 'codicons/screen-normal.svg';
import searchIcon from 'codicons/search.svg';
import sortPrecedenceIcon from 'codicons/sort-precedence.svg';
import stopCircleIcon from 'codicons/stop-circle.svg';
import tableIcon from 'codicons/table.svg';
import warningIcon from 'codicons/warning.svg';
import zoomInIcon from 'codicons/zoom-in.svg';
import zoomOutIcon from 'codicons/zoom-out.svg';

/**
 * The codicons that pages use, by their own names, as drawings: they are part of the script, so they are there with the
 * first paint, which a font of all of them would come after.
 */
export const ICONS = {
  'arrow-down': arrowDownIcon,
  'arrow-up': arrowUpIcon,
  beaker: beakerIcon,
  check: checkIcon,
  'chevron-down': chevronDownIcon,
  'chevron-right': chevronRightIcon,
  'circle-large': circleLargeIcon,
  'circle-slash': circleSlashIcon,
  close: closeIcon,
  'comment-discussion': commentDiscussionIcon,
  copy: copyIcon,
  'debug-disconnect': debugDisconnectIcon,
  'debug-rerun': debugRerunIcon,
  'debug-stop': debugStopIcon,
  discard: discardIcon,
  edit: editIcon,
  error: errorIcon,
  export: exportIcon,
  eye: eyeIcon,
  'file-code': fileCodeIcon,
  'file-media': fileMediaIcon,
  filter: filterIcon,
  'folder-opened': folderOpenedIcon,
  'git-compare': gitCompareIcon,
  'go-to-file': goToFileIcon,
  graph: graphIcon,
  'graph-line': graphLineIcon,
  history: historyIcon,
  info: infoIcon,
  layers: layersIcon,
  link: linkIcon,
  loading: loadingIcon,
  'new-file': newFileIcon,
  output: outputIcon,
  package: packageIcon,
  pass: passIcon,
  play: playIcon,
  'play-circle': playCircleIcon,
  pulse: pulseIcon,
  question: questionIcon,
  refresh: refreshIcon,
  save: saveIcon,
  'screen-full': screenFullIcon,
  'screen-normal': screenNormalIcon,
  search: searchIcon,
  'sort-precedence': sortPrecedenceIcon,
  'stop-circle': stopCircleIcon,
  table: tableIcon,
  warning: warningIcon,
  'zoom-in': zoomInIcon,
  'zoom-out': zoomOutIcon,
} as const;

export type IconName = keyof typeof ICONS;
