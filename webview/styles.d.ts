/** Style sheets are gathered by the bundler into one beside the page's script. */
declare module '*.css';

declare module '*.svg' {
  /** The drawing as it is in its file. */
  const text: string;
  export default text;
}
