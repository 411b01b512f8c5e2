namespace Integrations.Core.Diagnostics;

/// <summary>A check of the doctor that needs what only the host knows, such as its settings and its connections.</summary>
public interface IDoctorCheck
{
    Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken);
}
