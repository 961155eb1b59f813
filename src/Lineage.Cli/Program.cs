Console.WriteLine("lineage");
