/** Context key: this window may have audits, as some are listed, or a folder has had imports or runs. */
export const AUDITS_KEY = 'stagecraft.hasAudits';
