using Integrations.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Setup;

/// <summary>
/// The file beside the database (beside the refresh journal where the database is no file) that holds the set-up address, for the
/// operator who does not see the console. Its owner alone can read it.
/// </summary>
public sealed partial class SetupLinkFile(string path, ILogger<SetupLinkFile> logger)
{
    /// <summary>The file's name.</summary>
    public const string Name = "setup-link";

    /// <summary>The whole path, for the operator.</summary>
    public string Path => path;

    /// <returns>False where the folder cannot be written; the console has the address all the same.</returns>
    public async Task<bool> WriteAsync(string address, CancellationToken cancellationToken)
    {
        var unfinished = path + ".new";
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            // A file that is there keeps its mode when it is written over, so it is made anew.
            File.Delete(unfinished);
            await using (var writer = new StreamWriter(unfinished, OwnerOnly.Options(FileMode.CreateNew, FileAccess.Write)))
            {
                await writer.WriteLineAsync(address.AsMemory(), cancellationToken);
            }

            File.Move(unfinished, path, overwrite: true);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            LogNotWritten(logger, path, refused.Message);
            return false;
        }
    }

    /// <summary>Removes the file; one that cannot be removed is harmless by then, and the log says so.</summary>
    public void Delete()
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // What is in it opens nothing any more.
            LogNotDeleted(logger, path, refused.Message);
        }
    }

    [LoggerMessage(4401, LogLevel.Warning, "The set-up address could not be written to {Path}: {Reason}")]
    private static partial void LogNotWritten(ILogger logger, string path, string reason);

    [LoggerMessage(4402, LogLevel.Warning, "{Path} could not be deleted: {Reason}. The address in it is used up")]
    private static partial void LogNotDeleted(ILogger logger, string path, string reason);
}
