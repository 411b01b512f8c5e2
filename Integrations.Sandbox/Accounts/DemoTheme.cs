namespace Integrations.Sandbox.Accounts;

/// <summary>Something the demo organizations work on. The same theme is an issue, a meeting, a file and a message.</summary>
/// <param name="Title">As an issue or a message would put it.</param>
/// <param name="Meeting">As a calendar would put it.</param>
/// <param name="Text">Two or three sentences.</param>
/// <param name="Area">One of <see cref="DemoThemes.Areas"/>: repository, Jira project, channel, folder.</param>
internal sealed record DemoTheme(string Title, string Meeting, string Text, string Area);
