import sharp from 'sharp';

// The editor and its marketplace show no SVG as an extension's icon: `npx tsx scripts/package/icon.ts` draws it.
void sharp('media/icon.svg').resize(128, 128).png().toFile('media/icon.png');
