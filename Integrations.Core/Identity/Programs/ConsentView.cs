using Integrations.Core.Permissions;

namespace Integrations.Core.Identity.Programs;

/// <summary>What a person is asked before a program is let in.</summary>
/// <param name="Client">Its name is the program's own word; it is unchecked unless an administrator entered it.</param>
/// <param name="Host">Where its document lies; null for the other kinds.</param>
/// <param name="Organization">Whose name the person acts in.</param>
public sealed record ConsentView(CallerClient Client, ProgramKind Kind, string? Host, string Organization, ProgramAsk Ask);
