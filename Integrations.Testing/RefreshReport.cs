namespace Integrations.Testing;

/// <summary>What the vendor and the callers saw.</summary>
/// <param name="Database">Which one the processes share.</param>
/// <param name="Processes">How many of the web program.</param>
/// <param name="Callers">All at once.</param>
/// <param name="Served">Those whose call reached the vendor's API and came back well.</param>
/// <param name="Refreshes">Calls that reached the vendor's token endpoint, whatever it answered.</param>
/// <param name="Versions">By how much the stored token moved on.</param>
/// <param name="Took">From the first call to the last answer.</param>
/// <param name="FirstTrouble">One of the others' answers; null when all were served.</param>
internal sealed record RefreshReport(string Database, int Processes, int Callers, int Served, int Refreshes, int Versions, TimeSpan Took, string? FirstTrouble)
{
    public bool Holds => Served == Callers && Refreshes == 1 && Versions == 1;

    /// <returns>The exit code.</returns>
    public int Print(TextWriter to)
    {
        to.WriteLine($"""
            one expired token, {Processes} processes on one {Database} database
              callers                           {Callers,8}
              served                            {Served,8}
              refresh calls at the vendor       {Refreshes,8}
              new versions of the stored token  {Versions,8}
              all answered after                {Took.TotalSeconds,8:0.0} s
            """);
        if (FirstTrouble is not null)
        {
            to.WriteLine($"  not served, for example: {FirstTrouble}");
        }

        return Figures.Verdict(Holds, "one refresh, however many need it and in however many processes", to);
    }
}
