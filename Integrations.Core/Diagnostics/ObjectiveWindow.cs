namespace Integrations.Core.Diagnostics;

/// <summary>How much of what may go wrong did go wrong.</summary>
/// <param name="Burn">1 uses up exactly what the objective allows in that time; 0 while nothing was counted.</param>
public sealed record ObjectiveWindow(long Counted, long Bad, double Burn);
