namespace Integrations.Core.Notices;

/// <summary>What the weekly summary tells of an organization.</summary>
/// <param name="Organization">Its name.</param>
/// <param name="Working">Connections that work.</param>
/// <param name="Broken">Names of integrations whose connection does not; of people's own ones the number alone is in <paramref name="NotWorking"/>.</param>
/// <param name="NotWorking">Connections that do not work, people's own ones included.</param>
/// <param name="Calls">Calls to vendors in seven days.</param>
/// <param name="Failed">Of them.</param>
public sealed record WeekNumbers(string Organization, int Working, IReadOnlyList<string> Broken, int NotWorking, long Calls, long Failed);
