-- Prints the chapters that mpv sees, one a line: seconds, a space, the title.
mp.register_event("file-loaded", function()
  for _, chapter in ipairs(mp.get_property_native("chapter-list")) do
    print(string.format("CHAPTER %.3f %s", chapter.time, chapter.title))
  end
  mp.command("quit")
end)
