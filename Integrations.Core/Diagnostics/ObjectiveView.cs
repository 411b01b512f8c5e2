namespace Integrations.Core.Diagnostics;

/// <param name="Allowed">The share of all that may go wrong, 0 to 1.</param>
public sealed record ObjectiveView(Objective Objective, double Allowed, ObjectiveWindow Hour, ObjectiveWindow Day, ObjectiveState State);
