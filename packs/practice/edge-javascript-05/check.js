const thumb = "\u{1F44D}\u{1F3FD}"; // thumbs up, medium skin tone
console.log(thumb.length, [...thumb].length);
